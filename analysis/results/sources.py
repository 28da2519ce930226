"""The references that methods name."""

from __future__ import annotations

SOURCES = {
    "Benjamini and Hochberg 1995": "Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate: a "
    "practical and powerful approach to multiple testing. Journal of the Royal Statistical Society B, 57(1), 289–300.",
    "Besag and Clifford 1991": "Besag, J. and Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika, 78(2), "
    "301–304.",
    "Blondel et al. 2008": "Blondel, V. D., Guillaume, J.-L., Lambiotte, R. and Lefebvre, E. (2008). Fast unfolding of "
    "communities in large networks. Journal of Statistical Mechanics, P10008.",
    "Bouma 2009": "Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction. Proceedings "
    "of GSCL, 31–40.",
    "Brennan and Prediger 1981": "Brennan, R. L. and Prediger, D. J. (1981). Coefficient kappa: some uses, misuses, "
    "and alternatives. Educational and Psychological Measurement, 41(3), 687–699.",
    "Chao 1987": "Chao, A. (1987). Estimating the population size for capture-recapture data with unequal "
    "catchability. Biometrics, 43(4), 783–791.",
    "Cohen 1960": "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological "
    "Measurement, 20(1), 37–46.",
    "Colwell, Mao and Chang 2004": "Colwell, R. K., Mao, C. X. and Chang, J. (2004). Interpolating, extrapolating, and "
    "comparing incidence-based species accumulation curves. Ecology, 85(10), 2717–2727.",
    "Efron and Tibshirani 1993": "Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & "
    "Hall.",
    "Fisher 1935": "Fisher, R. A. (1935). The Design of Experiments. Oliver and Boyd.",
    "Guest, Namey and Chen 2020": "Guest, G., Namey, E. and Chen, M. (2020). A simple method to assess and report "
    "thematic saturation in qualitative research. PLOS ONE, 15(5), e0232076.",
    "Hennig 2007": "Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics & Data "
    "Analysis, 52(1), 258–271.",
    "Holsti 1969": "Holsti, O. R. (1969). Content Analysis for the Social Sciences and Humanities. Addison-Wesley.",
    "Jaccard 1901": "Jaccard, P. (1901). Étude comparative de la distribution florale dans une portion des Alpes et "
    "des Jura. Bulletin de la Société Vaudoise des Sciences Naturelles, 37, 547–579.",
    "Krippendorff 2011": "Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of "
    "Pennsylvania.",
    "Krippendorff et al. 2016": "Krippendorff, K., Mathet, Y., Bouvry, S. and Widlöcher, A. (2016). On the reliability "
    "of unitizing textual continua: further developments. Quality & Quantity, 50(6), 2347–2364.",
    "Mathet, Widlöcher and Métivier 2015": "Mathet, Y., Widlöcher, A. and Métivier, J.-P. (2015). The unified and "
    "holistic method gamma (γ) for inter-annotator agreement measure and alignment. Computational Linguistics, 41(3), "
    "437–479.",
    "Monroe, Colaresi and Quinn 2008": "Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' words: "
    "lexical feature selection and evaluation for identifying the content of political conflict. Political Analysis, "
    "16(4), 372–403.",
    "Newcombe 1998": "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: "
    "comparison of eleven methods. Statistics in Medicine, 17(8), 873–890.",
    "Serrano, Boguñá and Vespignani 2009": "Serrano, M. Á., Boguñá, M. and Vespignani, A. (2009). Extracting the "
    "multiscale backbone of complex weighted networks. PNAS, 106(16), 6483–6488.",
}
"""Author and year, as a sentence names them, and the reference in full."""


def cited(sentence: str) -> tuple[str, ...]:
    """The references that a sentence names, in the order of their authors."""
    return tuple(reference for named, reference in SOURCES.items() if named in sentence)
