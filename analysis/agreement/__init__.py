"""Agreement between coders: coefficients of ratings and of spans, and the table of codes and pairs of coders."""

from analysis.agreement.alpha import krippendorff_alpha
from analysis.agreement.coefficients import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    scott_pi,
)
from analysis.agreement.gamma import Gamma, gamma
from analysis.agreement.programs import as_other_programs
from analysis.agreement.result import Agreement
from analysis.agreement.table import agreement
from analysis.agreement.unitising import unitising_alpha

__all__ = [
    "Agreement",
    "Gamma",
    "agreement",
    "as_other_programs",
    "brennan_prediger",
    "cohen_kappa",
    "fleiss_kappa",
    "gamma",
    "gwet_ac1",
    "krippendorff_alpha",
    "percent_agreement",
    "scott_pi",
    "unitising_alpha",
]
