"""The forms of the service desk."""

from django import forms


class AddressForm(forms.Form):
    """An address whose logins are limited."""

    address = forms.GenericIPAddressField(
        label="網路位址 (IP)", error_messages={"required": "請輸入 IP 位址。", "invalid": "請輸入 IP 位址。"}
    )


class RenewForm(forms.Form):
    """帳號重置: the new 個人帳號 and its owner."""

    own_name = forms.CharField(
        label="個人帳號", max_length=8, help_text="4 到 8 碼，只用數字、小寫英文字母和底線；不可以是以前用過的。"
    )
    name = forms.CharField(label="承辦人姓名", max_length=50)
    phone = forms.CharField(label="電話", max_length=30)
    email = forms.EmailField(label="Email", max_length=254, help_text="設定密碼的連結會寄到這裡。")
