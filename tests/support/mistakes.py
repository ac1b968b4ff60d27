"""Pages of the 111 form with mistakes of many kinds, without formulas and booleans."""

from datetime import datetime

from workbooks import CASES, SERVICES, case, form_page, plain_page, service

MISTAKES = [
    case(),
    case(C="S002", B=5, D="８", F="自閉症", J="T03"),
    case(C="S003", A=None, E="M", G=0, H="是", I=1.5),
    case(C="S004", D="10.高一", G="1、6", J=19, L="10，12", M="親友來訪"),
    case(C="S005", G="1,1", J="家庭困擾", K="家人生病", L="3,10", N=45),
    case(C="S006", H=2, I="#N/A", L="10,12,13", N=-1),
    None,
    case(C=110001, F="0,9", L="0,10", N="三次"),
    case(C="110001", D=datetime(2022, 10, 8), L=10.12, N=datetime(2022, 10, 8)),
    case(C="王小明", B="\u200b", E=" 女 ", G=" 2,3", J="3.0", L="\u3000", N="４"),
    case(C="S011", A="T02", B=2, D="08", J="高風險家庭", L="19", M="第一行\n第二行"),
    case(C="S012", A=None, J=18, L=19, K=" 0 ", M="0"),
    case(C="S013", A="T03", B=4, D=9.0, E="男 ○", N=1_000_000),
]
SERVED = [
    service(),
    service(B=3, C="P02", E=13.0),
    service(C=3, E=13, F=0, G=0),
    service(C=17, F=None, G=-1),
    service(C=16, D="校外參訪", E="家長", F="１２", G=12.5),
    [" "] * 7,
    service(A="T02", C="#N/A", D="０", E="13,14"),
]
PAGES = [
    plain_page("填報說明-A-輔導教師", [["輔導教師工作成果-填報說明"]]),
    form_page(CASES, MISTAKES, columns=[*"ABCDEFGIH", "備註", *"JKLMN"], merges=["A15:A16"], month="111-10"),
    form_page(SERVICES, SERVED, month="111-09", headers={"E": "服務對象", "F": "服務人次（男）"}),
    plain_page("工作表1", [["教師編碼", "身分"], [None, 99]], hidden=True),
]
