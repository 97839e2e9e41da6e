"""Bring data: own files, from the export of any tool to the promise board."""

from components.bring.page import bring_page

bring_page()
