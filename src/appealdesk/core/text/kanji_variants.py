"""Old and variant kanji and the form that the same person writes elsewhere.

A family register keeps 髙橋 and 齋藤 where a web form, a bank or an officer writes 高橋 and 斎藤.
The table holds the old forms (旧字体) of the Table of General-use Kanji of 2010 (Cabinet notice no. 2, the
forms in brackets), those of the name kanji (Enforcement Regulations of the Family Register Act, appended
table 2), and the variants that Japanese names are known for. Forms that are characters with a life of their
own, such as 斉 and 斎 or 沖 and 冲, are kept apart: they are for a comparison to weigh, not for a fold.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["FOLDS"]

# Variant, usual form, variant, usual form, and so on.
_PAIRS = (
    "亞亜惡悪壓圧圍囲醫医爲為壹壱隱隠榮栄營営衞衛驛駅圓円緣縁艷艶鹽塩奧奥應応橫横歐欧毆殴黃黄溫温穩穏"
    "假仮價価畫画會会繪絵壞壊懷懐槪概擴拡殼殻覺覚學学嶽岳樂楽渴渇勸勧卷巻寬寛歡歓罐缶觀観關関陷陥顏顔"
    "歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙虛虚峽峡挾挟敎教强強狹狭鄕郷堯尭曉暁區区驅駆勳勲薰薫徑径惠恵"
    "揭掲溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸擊撃缺欠儉倹劍剣圈圏檢検權権獻献硏研縣県險険顯顕驗験嚴厳效効"
    "廣広恆恒鑛鉱號号國国黑黒濟済碎砕齋斎劑剤櫻桜册冊雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿"
    "實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙奬奨將将燒焼稱称證証乘乗剩剰壤壌孃嬢條条"
    "淨浄狀状疊畳穰穣讓譲釀醸囑嘱觸触寢寝愼慎晉晋眞真刄刃盡尽圖図粹粋醉酔隨随髓髄數数樞枢瀨瀬淸清聲声"
    "靑青靜静齊斉攝摂竊窃專専戰戦淺浅潛潜纖繊踐践錢銭禪禅曾曽雙双壯壮搜捜插挿巢巣爭争瘦痩窗窓總総聰聡"
    "莊荘裝装騷騒增増臟臓藏蔵卽即屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断"
    "癡痴遲遅晝昼蟲虫鑄鋳廳庁徵徴聽聴敕勅鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当鬭闘德徳獨独讀読屆届"
    "繩縄貳弐惱悩腦脳霸覇廢廃拜拝賣売麥麦發発髮髪拔抜晚晩蠻蛮祕秘彥彦姬姫濱浜甁瓶拂払佛仏倂併竝並變変"
    "邊辺辨弁辯弁瓣弁舖舗步歩穗穂寶宝襃褒豐豊沒没飜翻槇槙每毎萬万滿満麵麺默黙彌弥戾戻譯訳藥薬與与豫予"
    "餘余譽誉搖揺樣様謠謡遙遥瑤瑶來来賴頼亂乱覽覧龍竜兩両獵猟綠緑淚涙壘塁勵励禮礼隸隷靈霊齡齢曆暦歷歴"
    "戀恋鍊錬爐炉勞労樓楼郞郎錄録灣湾凉涼凛凜巖巌嶌島嶋島㠀島髙高﨑崎嵜崎邉辺冨富峯峰栁柳桺柳𠮷吉濵浜"
    "㟢崎薗園舘館舩船埜野桒桑檜桧羣群裵裴餠餅鷗鴎萊莱渕淵渊淵槗橋𣘺橋杦杉靍鶴靏鶴寉鶴靎鶴寳宝曻昇𡈽土"
    "圡土𠀋丈內内產産歲歳戶戸絕絶說説稅税閱閲悅悦脫脱祿禄蔣蒋稻稲鄰隣污汚涉渉頴穎皋皐啞唖嚙噛禱祷繡繍"
    "蘆芦腳脚舉挙鄉郷雞鶏麪麺卻却亙亘敘叙蠟蝋搔掻摑掴屛屏幷并羡羨鬥闘麴麹𣜿樽熈煕凞煕祢禰溼湿逹達隝島"
    "嶹島莵兎菟兎兔兎圀国閒間鬪闘"
)

FOLDS: Final[Mapping[int, str]] = MappingProxyType(
    {ord(variant): usual for variant, usual in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
)
"""Variant code point → usual form, ready for `str.translate`. No usual form is itself a variant."""
