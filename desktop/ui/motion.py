"""Nothing moves by itself: not for those who have asked their system for less motion, and so for nobody."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


def calm(app: QApplication) -> None:
    """Switch off what Qt lets glide or fade where the system does. How a caret blinks stays as the system has it."""
    for effect in EFFECTS:
        app.setEffectEnabled(effect, False)  # noqa: FBT003 - Qt's own signature
