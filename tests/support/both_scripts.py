# SPDX-License-Identifier: MIT
"""Usual Indian first and last names, spelled as they are in Latin and in Devanagari letters. They name nobody.

One line is one name: its Latin spellings, then ``=``, then those in Devanagari. The commoner names stand first.
"""

from __future__ import annotations

FIRST_NAMES = """
sunita suneeta=सुनीता; ram raam=राम; anita aneeta=अनीता; suresh=सुरेश; geeta gita=गीता; rajesh=राजेश; rekha=रेखा
mohan=मोहन; kavita kavitha=कविता; anil=अनिल; sushila susheela=सुशीला; ramesh=रमेश; krishna krisna=कृष्णा कृष्ण
sunil suneel=सुनील; lakshmi laxmi=लक्ष्मी; vijay vijai=विजय; pooja puja=पूजा; sanjay sanjai=संजय; meera mira=मीरा
rakesh=राकेश; seema sima=सीमा; surender surendra surinder=सुरेन्द्र सुरेंद्र सुरिंदर; savita=सविता; ashok=अशोक
shanti=शांति शान्ति; mahesh=महेश; asha aasha=आशा; mukesh=मुकेश; usha oosha=उषा ऊषा; vinod=विनोद; poonam punam=पूनम
manoj=मनोज; neelam nilam=नीलम; deepak dipak=दीपक; mamta mamata=ममता; pawan pavan=पवन; jyoti jyothi=ज्योति
rajender rajendra=राजेन्द्र राजेंद्र; priyanka=प्रियंका; narayan narain=नारायण; sonia soniya=सोनिया; om=ओम ॐ; nisha=निशा
omprakash=ओमप्रकाश; shweta sweta=श्वेता; jagdish jagadish=जगदीश; swati=स्वाति; satish=सतीश; gayatri=गायत्री
dharmendra dharmender=धर्मेंद्र; aishwarya=ऐश्वर्या; virendra virender=वीरेन्द्र; chhaya=छाया; siddharth=सिद्धार्थ
sneha=स्नेहा; gaurav gourav=गौरव; neha=नेहा; saurabh sourabh=सौरभ; aarti arti=आरती; kailash=कैलाश; ekta=एकता
prahlad prahalad=प्रह्लाद; phoolwati phulwati=फूलवती; uday=उदय; kaushalya=कौशल्या; vinay=विनय; priya=प्रिया
gurpreet=गुरप्रीत; kulwinder kulvinder=कुलविंदर; manpreet=मनप्रीत; amarjeet amarjit=अमरजीत; jaspreet=जसप्रीत
mohammad mohammed muhammad mohd=मोहम्मद मुहम्मद; rehman rahman=रहमान; rukhsana=रुखसाना; zakir jakir=ज़ाकिर जाकिर
ayesha aisha=आयशा; rizwan=रिज़वान रिजवान; shabnam=शबनम; faisal=फैसल; parveen=परवीन; wasim vaseem=वसीम; zeenat=ज़ीनत
iqbal=इकबाल; abdul=अब्दुल; farhan=फ़रहान फरहान; saeed=सईद; mehmood mahmood=महमूद; nasreen=नसरीन; firoz=फिरोज
shyam=श्याम; gyan=ज्ञान; rajeev rajiv=राजीव; mayank=मयंक; ayush=आयुष; aditya=आदित्य; kanhaiya=कन्हैया; shekhar=शेखर
ambika=अंबिका; indu=इंदु; harish=हरीश; kiran=किरण; praveen=प्रवीण; yogesh=योगेश; lalita=ललिता; shiv shiva=शिव
bachchan bacchan=बच्चन; urmila=उर्मिला; raees rais=रईस; ishwar=ईश्वर; phool=फूल; jai jay=जय; satya=सत्य; dev=देव
"""
LAST_NAMES = """
devi=देवी; kumar=कुमार; singh=सिंह; sharma=शर्मा; yadav=यादव; kaur=कौर; khan=खान ख़ान; gupta=गुप्ता; rani=रानी; lal=लाल
verma varma=वर्मा; saini=सैनी; chaudhary choudhry chowdhury=चौधरी; mishra misra=मिश्रा; pandey pande=पांडेय पाण्डेय
patel=पटेल; thakur=ठाकुर; jain=जैन; agarwal aggarwal agrawal=अग्रवाल; das=दास; shah=शाह; tiwari tewari=तिवारी
chauhan chouhan=चौहान; rathore rathor=राठौर राठौड़; rawat=रावत; arora=अरोड़ा अरोरा; mehta=मेहता; begum=बेगम
srivastava shrivastav=श्रीवास्तव; ansari=अंसारी; trivedi=त्रिवेदी; rao=राव; dwivedi=द्विवेदी; reddy=रेड्डी; nair=नायर
malhotra=मल्होत्रा; kapoor kapur=कपूर; kohli=कोहली; bose=बोस; ghosh=घोष; roy=रॉय; sinha=सिन्हा; jha=झा; ojha=ओझा
mukherjee=मुखर्जी; banerjee=बनर्जी; bhatia=भाटिया; bhatt=भट्ट; sood=सूद; khanna=खन्ना; mehra=मेहरा; naidu=नायडू
dhillon=ढिल्लों; grewal garewal=ग्रेवाल; sidhu siddhu=सिद्धू; ahluwalia=अहलूवालिया; bhardwaj=भारद्वाज; kashyap=कश्यप
kaushik=कौशिक; maurya=मौर्य; kushwaha=कुशवाहा; vishwakarma=विश्वकर्मा; paswan=पासवान; jatav=जाटव; prajapati=प्रजापति
jaiswal jayaswal=जायसवाल जैसवाल; dubey dube=दुबे; pathak=पाठक; chaturvedi=चतुर्वेदी; gandhi=गांधी गाँधी; vashisht=वशिष्ठ
pandit=पंडित पण्डित; qureshi kureshi=कुरैशी; siddiqui siddiqi=सिद्दीकी; hussain husain=हुसैन; ahmed ahmad=अहमद
sheikh shaikh=शेख; syed sayyad=सैयद सय्यद; chaddha chadha=चड्ढा; garhwal=गढ़वाल; bahadur=बहादुर; raut=राउत; pillai=पिल्लई
abdullah=अब्दुल्ला; francis=फ्रांसिस; victor=विक्टर; khatoon khatun=खातून; prasad=प्रसाद; kumari=कुमारी; bai=बाई
"""


def spellings(table: str) -> list[tuple[list[str], list[str]]]:
    """Return the Latin and the Devanagari spellings of each name of ``table``, in order."""
    lines = (entry.partition("=") for line in table.strip().splitlines() for entry in line.split(";"))
    return [(latin.split(), devanagari.split()) for latin, _, devanagari in lines]
