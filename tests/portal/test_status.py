from django.test import Client


def test_status(api: Client) -> None:
    assert api.get("/api/v1/status").json() == {
        "unit": "示範實驗學校",
        "stage": "senior",
        "current_month": "111-10",
        "open": ["111-10"],
        "overdue": [],
        "deadline": "2022-11-10",
        "receipts": [],
    }


def test_no_token_no_answer(client: Client, db: None) -> None:
    assert client.get("/api/v1/status").status_code == 401
