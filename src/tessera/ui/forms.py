"""How forms are drawn: one template for a field, one for a form's errors."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    pass
