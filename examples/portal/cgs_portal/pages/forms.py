"""The forms of the pages."""

from collections.abc import Collection

from django import forms

from cgs_validate.spec.months import Month, parse_month

from ..accounts.models import PersonalToken


class UploadForm(forms.Form):
    """A workbook to upload."""

    workbook = forms.FileField(
        label="填報檔案",
        help_text="Excel 活頁簿 (.xlsx)，最大 10 MB。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "請先選擇檔案，再按「上傳」。", "empty": "這個檔案是空的，請重新選擇。"},
    )


class CorrectionForm(forms.Form):
    """A month that is to be corrected."""

    month = forms.TypedChoiceField(label="申請修改的月份", coerce=parse_month)

    def __init__(self, months: Collection[Month], *arguments: object) -> None:
        super().__init__(*arguments)
        self.fields["month"].choices = [(str(month), str(month)) for month in months]


class TokenForm(forms.ModelForm):
    """The purpose of a new token."""

    class Meta:
        model = PersonalToken
        fields = ("label",)
        help_texts = {"label": "寫得出是哪一台電腦、哪一個程式就好，例如「辦公室電腦」。"}
        error_messages = {"label": {"required": "請寫下這個權杖的用途。"}}
