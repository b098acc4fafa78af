"""Given names that one person bears in Ukrainian, in Russian and in Western spellings.

A Ukrainian passport says Олександр, an old Soviet document Александр, a German registry Alexander. No rule of
sound leads from one to the other, so they are listed. Each line is one name; the first form stands for all. Only
forms that replace each other in documents are here: pet names are not, because they say too little.
"""

from typing import Final

__all__ = ["EQUIVALENT_NAMES"]

EQUIVALENT_NAMES: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(line.split())
    for line in """
олександр александр alexander alexandre aleksander alessandro
олександра александра alexandra
олексій алексей alexei alexey aleksej alexis
андрій андрей andrew andreas andrei andrey andrej andrzej
анастасія анастасия anastasia
антон антоній anton anthony antonio
артем артём artem artyom
богдан bohdan bogdan
борис boris
вадим vadim
валентин valentin valentine
валентина valentina
валерій валерий valery valerius
валерія валерия valeria
варвара barbara
василь василий basil vasyl
віктор виктор victor viktor
вікторія виктория victoria
віталій виталий vitaly vitalii
владислав vladislav wladyslaw
володимир владимир vladimir wladimir włodzimierz
вячеслав вʼячеслав viacheslav vyacheslav
галина halyna galina
ганна анна anna hannah anne
георгій георгий george georg
гліб глеб gleb hlib
григорій григорий gregory gregor
давид david
данило даниил данила daniel danylo
дарина дарья дарія daria
денис denis denys dennis
дмитро дмитрий dmitry dmytro dimitri
євген евгений eugene eugen yevgeny evgeny
євгенія евгения eugenia yevgenia
єлизавета елизавета elizabeth elisabeth elizaveta
ігор игорь igor ihor
ілля илья ilya illia elijah
інна инна inna
іван иван ivan john johann
ірина ирина irina irene iryna
катерина екатерина catherine katherine katharina ekaterina
кирило кирилл cyril kirill kyrylo
костянтин константин constantine konstantin
ксенія ксения оксана xenia oksana
лариса larisa larysa
лев лео leo
леонід леонид leonid
лідія лидия lydia
любов любовь liubov lyubov
людмила liudmyla ludmila
максим maxim maksym
маргарита margaret margarita
марія мария mary maria marie
микита никита nikita mykyta
микола николай nicholas nikolai nikolaus
михайло михаил michael mikhail
надія надежда nadezhda nadiia
наталія наталья natalia natalie
олег oleh oleg
олена елена helen helena elena
ольга olga olha
павло павел paul pavel
петро пётр петр peter petro
роман roman
ростислав rostislav
руслан ruslan
світлана светлана svetlana
семен семён simon semyon
сергій сергей sergei sergey sergej serhii
софія софья софия sophia sofia
станіслав станислав stanislav stanislaw
степан stephen stepan stefan
тарас taras
тетяна татьяна tatiana tetiana
тимофій тимофей timothy timofey
федір фёдор федор theodore fedor
христина кристина christina kristina
юлія юлия julia yulia
юрій юрий yuri yury iurii
яків яков jacob yakov
ярослав yaroslav jaroslaw
опанас панас афанасій афанасий afanasy athanasius
трохим трофим trofim
омелян емельян emelian omelian
віра вера vera
пилип филипп philip filip
хома фома thomas foma
юхим ефим yefim yukhym
йосип иосиф осип joseph josef yosyp
гнат ігнат игнатий ignatius
лукʼян лукьян lukian
матвій матвей matthew matvei
лука luke luka
гаврило гавриил gabriel havrylo
мартин martin
самійло самуил samuel
сидір исидор isidor
устина юстина юстиния justina
явдоха евдокия yevdokia
яким аким yakym
геннадій геннадий gennady hennadii
остап евстафий ostap
прокіп прокопий prokop
уляна ульяна юліана uliana
єва ева eva
єфрем ефрем yefrem efrem
таїсія таисия taisia
раїса раиса raisa
клавдія клавдия claudia klavdia
емілія эмилия emilia
олімпіада олимпиада olympia
панкрат панкратий pankrat
порфирій порфирий porphyry
тимур timur
юліан юлиан julian
христофор christopher
амвросій амвросий ambrose
аркадій аркадий arkady
зіновій зиновий zinovy
мирослав myroslav
""".strip().splitlines()
)
