"""The portal of the demo: migrates its database, prints its accounts, runs its server."""

from django.conf import settings
from django.core.management import call_command

from . import clock
from .serving import make_server
from .wsgi import application


def serve(port: int, schools: int) -> None:
    """Serve on loopback until it is interrupted."""
    from .demo_data import new_password, sample_accounts  # models: Django is set up by now

    call_command("migrate", verbosity=0)
    server = make_server(application, "127.0.0.1", port)
    password = new_password()
    settings.PORTAL_URL = f"http://127.0.0.1:{server.effective_port}/"
    print(f"{settings.PORTAL_URL}  {clock.now():%Y-%m-%d %H:%M}")
    print(f"密碼  {password}  （示範用，所有帳號都一樣；單位和人都是虛構的）")
    print("帳號  單位  上傳程式用的權杖 (CGS_TOKEN)")
    for sample in sample_accounts(schools, password):
        print("  ".join(sample))
    print(f"系統寄出的信放在 {settings.EMAIL_FILE_PATH}")
    print("按 Ctrl+C 結束。", flush=True)
    server.run()
