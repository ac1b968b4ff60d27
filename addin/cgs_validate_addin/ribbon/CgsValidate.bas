Attribute VB_Name = "CgsValidate"
Option Explicit

' The callback of all buttons: a button's id is the name of its action in cgs_validate_addin.actions.
Public Sub RunButton(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then
        ShowSentence "no_workbook"
    ElseIf ActiveWorkbook.Name Like "*[=%|$`""]*" Then ' special to xlwings and the shell
        ShowSentence "file_name"
    Else
        Application.EnableCancelKey = xlDisabled ' until the button is done, Python handles Esc
        RunPython "from cgs_validate_addin.excel.press import press; press('" & control.ID & "')"
    End If
End Sub

' Replaces that of xlwings: no workbook may name a program, bring code, or add its folder to Python's path.
Public Function RunPython(PythonCommand As String)
    Dim Interpreter As String

    Interpreter = GetConfig("INTERPRETER")
    #If Mac Then
        If Interpreter = "" Then
            ShowSentence "python_missing"
        Else
            Application.StatusBar = Sentence("running")
            ExecuteMac PythonCommand, Interpreter, "false"
        End If
    #Else
        If FileExists(PortablePython()) Then Interpreter = PortablePython()
        If FileExists(Interpreter) Then
            RunPython = ExecuteWindows(False, PythonCommand, Interpreter, "false")
        Else
            ShowSentence "python_missing"
        End If
    #End If
End Function

' The portable folder has the add-in next to its own Python.
Public Function PortablePython() As String
    PortablePython = ThisWorkbook.Path & "\python\python.exe"
End Function

' Replaces that of xlwings, which also reads settings from the workbook and its folder.
Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    Dim Value As String

    GetConfig = default
    If GetConfigFromFile(GetConfigFilePath(), configKey, Value) Then GetConfig = Value
End Function

' Replaces that of xlwings, which calls it when Python ended with an error.
Public Sub ShowError(FileName As String, Optional Message As String = "")
    Dim ErrorText As String

    ErrorText = Message
    If FileName <> "" Then ErrorText = ReadFile(FileName)
    If InStr(ErrorText, "cgs-validate: no book") > 0 Then ' cgs_validate_addin has its own log
        ShowText Replace(Sentence("no_book"), "{log}", "cgs-validate-addin.log")
    Else
        WriteLog ErrorText
        ShowSentence Reason(ErrorText)
    End If
End Sub

Public Sub ShowSentence(Key As String)
    ShowText Replace(Sentence(Key), "{log}", LogFile())
End Sub

Private Sub ShowText(Text As String)
    #If Mac Then
        MsgBox Text, vbExclamation, Sentence("title")
    #Else
        WScript.Popup Text, 0, Sentence("title"), vbExclamation ' MsgBox shows only the system's code page
    #End If
End Sub

Public Function Sentence(Key As String) As String
    Dim Row As Long

    Row = 1
    Do Until ThisWorkbook.Worksheets("messages").Cells(Row, 1).Value = Key
        Row = Row + 1
    Loop
    Sentence = ThisWorkbook.Worksheets("messages").Cells(Row, 2).Value
End Function

Public Function Reason(ErrorText As String) As String
    If InStr(ErrorText, "Traceback") = 0 Then
        Reason = "python_missing"
    ElseIf InStr(ErrorText, "No module named 'xlwings'") + InStr(ErrorText, "No module named 'cgs_validate") > 0 Then
        Reason = "package_missing"
    ElseIf InStr(ErrorText, "SyntaxError") + InStr(ErrorText, "ImportError") + InStr(ErrorText, "ModuleNotFoundError") > 0 Then
        Reason = "wrong_version"
    Else
        Reason = "failed"
    End If
End Function

' An exception's text may repeat what is in a cell, so the log has only its name.
Public Function WithoutValues(ErrorText As String) As String
    Dim Part As Variant
    Dim Head As String

    For Each Part In Split(Replace(ErrorText, vbCrLf, vbLf), vbLf)
        Head = Split(Part & ":", ":")(0)
        If Part Like "Traceback *" Or Part Like "  File *" Or InStr(ErrorText, "Traceback") = 0 Then
            WithoutValues = WithoutValues & Part & vbCrLf
        ElseIf LCase$(Head) Like "[a-z]*error" Or Head Like "[A-Za-z]*Exception" Then
            WithoutValues = WithoutValues & Head & vbCrLf
        End If
    Next
End Function

Private Sub WriteLog(ErrorText As String)
    Dim File As Integer

    On Error Resume Next ' a full disk must not hide the message
    File = FreeFile
    Open LogFile() For Output As #File
    Print #File, Format$(Now, "yyyy-mm-dd hh:nn:ss")
    Print #File, WithoutValues(ErrorText)
    Close #File
End Sub

Private Function LogFile() As String
    #If Mac Then
        LogFile = Environ("HOME") & "/cgs-validate.log"
    #Else
        LogFile = Environ("TEMP") & "\cgs-validate.log"
    #End If
End Function
