Attribute VB_Name = "CgsValidate"
Option Explicit

' The ribbon's one callback: a button's id is the function of cgs_validate_addin that it calls.
Public Sub RunButton(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then
        Tell "no_workbook"
    ElseIf ActiveWorkbook.Name Like "*[=%|$`""]*" Then ' xlwings and the shell take these for something else
        Tell "file_name"
    Else
        Application.EnableCancelKey = xlDisabled ' until the button is done, Esc is Python's
        RunPython "import cgs_validate_addin as a; a." & control.ID & "()"
    End If
End Sub

' Takes the place of xlwings' own: no workbook may name a program, bring code or be a folder that Python looks into.
Public Function RunPython(PythonCommand As String)
    Dim Interpreter As String

    Interpreter = GetConfig("INTERPRETER")
    #If Mac Then
        If Interpreter = "" Then
            Tell "python_missing"
        Else
            Application.StatusBar = Sentence("running")
            ExecuteMac PythonCommand, Interpreter, "false"
        End If
    #Else
        If FileExists(Interpreter) Then
            RunPython = ExecuteWindows(False, PythonCommand, Interpreter, "false")
        Else
            Tell "python_missing"
        End If
    #End If
End Function

' Takes the place of xlwings' own, which also believes the workbook and the folder that it lies in.
Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    Dim Value As String

    GetConfig = default
    If GetConfigFromFile(GetConfigFilePath(), configKey, Value) Then GetConfig = Value
End Function

' Takes the place of xlwings' own: xlwings comes here when Python ended with an error.
Public Sub ShowError(FileName As String, Optional Message As String = "")
    Dim Told As String

    Told = Message
    If FileName <> "" Then Told = ReadFile(FileName)
    If InStr(Told, "cgs-validate: no book") > 0 Then ' cgs_validate_addin keeps a log of its own
        Show Replace(Sentence("no_book"), "{log}", "cgs-validate-addin.log")
    Else
        KeepLog Told
        Tell Reason(Told)
    End If
End Sub

Public Sub Tell(Key As String)
    Show Replace(Sentence(Key), "{log}", LogFile())
End Sub

Private Sub Show(Text As String)
    #If Mac Then
        MsgBox Text, vbExclamation, Sentence("title")
    #Else
        WScript.Popup Text, 0, Sentence("title"), vbExclamation ' MsgBox knows only the characters of the system's code page
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

Public Function Reason(Told As String) As String
    If InStr(Told, "Traceback") = 0 Then
        Reason = "python_missing"
    ElseIf InStr(Told, "No module named 'xlwings'") + InStr(Told, "No module named 'cgs_validate") > 0 Then
        Reason = "package_missing"
    ElseIf InStr(Told, "SyntaxError") + InStr(Told, "ImportError") + InStr(Told, "ModuleNotFoundError") > 0 Then
        Reason = "wrong_version"
    Else
        Reason = "failed"
    End If
End Function

' An exception's sentence may repeat what stands in a cell: of it, the log keeps the name.
Public Function WithoutValues(Told As String) As String
    Dim Part As Variant
    Dim Head As String

    For Each Part In Split(Replace(Told, vbCrLf, vbLf), vbLf)
        Head = Split(Part & ":", ":")(0)
        If Part Like "Traceback *" Or Part Like "  File *" Or InStr(Told, "Traceback") = 0 Then
            WithoutValues = WithoutValues & Part & vbCrLf
        ElseIf LCase$(Head) Like "[a-z]*error" Or Head Like "[A-Za-z]*Exception" Then
            WithoutValues = WithoutValues & Head & vbCrLf
        End If
    Next
End Function

Private Sub KeepLog(Told As String)
    Dim File As Integer

    On Error Resume Next ' a full disk must not hide the message
    File = FreeFile
    Open LogFile() For Output As #File
    Print #File, Format$(Now, "yyyy-mm-dd hh:nn:ss")
    Print #File, WithoutValues(Told)
    Close #File
End Sub

Private Function LogFile() As String
    #If Mac Then
        LogFile = Environ("HOME") & "/cgs-validate.log"
    #Else
        LogFile = Environ("TEMP") & "\cgs-validate.log"
    #End If
End Function
