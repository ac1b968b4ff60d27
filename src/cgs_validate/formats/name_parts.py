"""The parts of which names are made, as data: surnames, characters of given names, syllables in Latin letters.

Surnames: the most frequent of the Ministry of the Interior's 全國姓名統計分析, with variants and simplified forms.
Given names: characters that occur in them often, and seldom as the second or third of a school's own words.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = frozenset(
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊江呂何羅高蕭潘簡朱鍾彭游詹胡施沈余趙盧梁"
    "顏柯孫魏翁戴范宋方鄧杜傅侯曹薛丁溫蔣唐阮卓馬紀連董藍石古康姚馮湯汪姜白田鄒尤巫涂黎程嚴韓"
    "袁龔金童陸夏柳邵錢伍倪喻管駱辜粘鐘凃甘俞史賀孔崔殷申曲岳祝歐任樊毛秦陶鄔賈龍段武"
    "黄温吕吴陈张刘杨许郑谢赖叶苏庄罗萧肖简锺钟赵卢颜顔孙邓蒋马纪连蓝冯汤邹黎严韩龚陆钱骆贺欧贾龙塗邱丘庒"
)
RARE_SURNAMES = frozenset(
    "龐熊舒屈項祁闕闞苗柴閻蒲鮑鄂湛狄貝卞臧茅麥裴霍莫萬葛奚焦牛凌符席牟敖鈕耿滕翟柏譚章尹穆孟饒岑雷卜池晏易米花巴丘祖季"
    "宣包伏艾闻庞闫阎鲍贝麦万谭饶车車戚逄佘仝粟晁冼冉匡羿麻郎鄺邝阿小"
)
"""Rare surnames, and what nicknames begin with: reason enough not to show an answer, none to warn of it."""

COMPOUND = _words(
    """
    歐陽 欧阳 司馬 司马 上官 諸葛 诸葛 張簡 张简 范姜 司徒 張廖 端木 皇甫 尉遲 令狐 慕容 夏侯 公孫
    郭李 周黃
    """
)
GIVEN = frozenset(
    "小大中明華志偉俊文美玲淑芬雅婷怡君家豪建宏宗翰冠宇承恩柏品睿宥廷彥子軒詠晴語彤思妤羽佳穎雯詩涵鈺欣依庭佩珊惠靜宜琪瑋婉如慧"
    "筱郁蓉孟潔玉珍秀英春嬌國輝銘哲政賢智凱信育誠佑柔蓁芷芸若瑄沛昕晨曦澄奕辰妍瑤芯蕾紫嫣菲彩霞碧麗鳳蓮桂梅蘭菊義仁德壽榮昌隆"
    "盛興旺發祥瑞慶嘉純真善良忠孝勇強剛毅堅勝鵬飛翔龍虎雄威武聖賜添進坤乾憲章弘揚啟晉昇陞升旭昱昀昭昊昆晏晟晶煌煒燁燦烽炫煥"
    "熙勳勛勤敏敦斌新旻易昂景暉暢曉曜朗朋楷楚榆樺樹橋欽正民永沁泓泰洋洲津浩海淇淳淵清渝湘源溢漢潤澤濤瀚瀅炳烈然煜爵牧玄玟玥玫"
    "珈珮珠理琇琦琬琮琳琴瑀瑜瑛瑩瑾璇璋璟璿甄百盈益皓盟睦矞碩磊祐祖祺禎禮秉秋稜穆立竣笙筠策箴綺維綸緯緹縈繼羚翊翎翠耀耘聆聰肇"
    "福豐財富貴銀胤臻舒舜艾芊芝芮苓苡茂茜茵荃莉莎莘莛萍萱葳蒂蓓蔓蕙蕎薇薰藝蘋虹蜜融裕襄詮誼諄諭謙譽貞賓贊超軍迪逸達遠遙邦郡采釗鈴鈞鉅鋒鋼"
    "錚錦鎮鎧鑫長閎閔關雁雪雲霈霖靈靖韋韻頌頡願顥飄馨駿驊鴻鵑麒麟黛齊齡光克兆典其利功卉協原名吉喜喬圓城培堂堯士壬夢奇妃妙"
    "妮姍姵姿娜娟娥娣婕婧媛媚媺嫻安宛定宙宣容寧寬尊尚展岑岳峰崇嵐帆希平幸廣心忍念恆恬悅情惟愉愛意慈慎憶應成才拓捷振揆攸敬斐星"
    "曼朝杰東松枝栩格梓棋森榕樂歆沂沅沐泉洛浚涓淨湄滋璧甫杏桐桓倫修倩健傑儀優元允先兒冬冰凡凌凝函勻卿又友叡叔同呈和均基增夏天"
    "太妹姝守怜尹以仲伊伯伶佐佟俐保俞倚偲儒劭力加劍芳云苹璐胜宁素月宸香世雨霏博筑寶禹諺彬雍潁沄嬅"
    "啓莹莲丽华伟强国军荣庆义礼贤凤兰飞龙凯伦铭锋钧颖诗语轩涛泽润渊艺萝蒋蓝谦诚谊贞宾赞远达邓锦镇闵静韵顺颂骏鸿齐龄婵娴姗玛珑"
    "琼瑶维纬绮继聪腾萧蕴钰颜欢恺媖"
)
ONLY_GIVEN = frozenset("偉婷豪娟妤娜瑋瑜琪琳瑄萱蓁芸倩嫻翰霖鈞銘軒宸睿彥怡雯穎妍昀皓哲喆凱靖伟铭轩颖钧凯娴")
"""Those that follow a surname alone in no word."""

WORDS = _words(
    """
    高中 高大 高齡 高尚 溫和 溫柔 溫情 古典 古城 武士 武力 馬力 歐洲 歐美 夏天 白天 簡易 簡潔 簡明
    高關 小組 小團 小學 小班
    方圓 管理 許願 嚴格 溫馨 紀念 蘇格蘭 白玉蘭 金玉蘭 黃金 白金 金星 高峰 高雄 高興 江南 方正 金融
    """
)
"""Words that begin like names."""

PHONETIC = frozenset(
    "巴奈庫穗瓦歷斯諾幹尤哈尼伊卡夫特拉達魯馬亞烏布撒古流比雅沙力希莫那阿里谷拔拿娃米甘朗慕伍嘉依蘇萊思高彌路克吉悠蘭恩奇"
    "芭樂舞隆鳩督固摩利瑪麗史密約翰傑森德爾瑞安娜露西妮維多羅賓丹尼洛林格蕾迪波札帝勞給浪孫喇咪賽拜東凱歐帕迦基"
)
"""Those with which indigenous and foreign names are written."""

ROMANISED_SURNAMES = _words(
    """
    wang chen lin huang chang zhang lee li wu liu tsai cai yang hsu xu cheng zheng hsieh xie kuo guo hung hong tseng
    zeng chiu qiu liao lai chou zhou yeh ye su chuang zhuang lu lyu chiang jiang ho hsiao xiao lo luo kao gao pan
    chien jian chu zhu chung zhong peng yu you chan zhan hu shih shi shen chao zhao liang yen yan ko ke weng wei sun
    tai dai fan fang sung song teng deng tu du fu hou tsao cao hsueh xue ting ding ma tung dong tang wen lan juan ruan
    cho zhuo ouyang
    """
)
WESTERN_GIVEN = _words(
    """
    aaron adam alan albert alex alice allen amanda amy andrew andy angel angela anita anna anny betty bill bob brian
    carol cathy charles chris cindy claire coco daniel david debby dennis derek diana eason edward ellen emily emma
    eric eva evan frank gary george grace hank helen henry iris ivy jack jacky james jane jason jay jean jeff jenny
    jerry jessica jimmy joe john johnny joseph joyce judy julia justin karen kate kelly kevin lily linda lisa lucas
    lucy luke maggie mandy mark mary matt megan michael michelle mike nancy nick nina olivia oscar patty paul peggy
    peter rachel ray richard rita robert roger ryan sally sam samuel sandy sarah sean sharon simon sophia stella
    steven susan ted tiffany tim tina tom tommy tony tracy vicky victor vincent vivian wendy william winnie zoe
    """
)
