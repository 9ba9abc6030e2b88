"""A real browser for tests: Debian's Chromium, without a window."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
PATIENCE = 60  # seconds; two cores may be busy with other tests

needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and DRIVER) and not os.environ.get("CI"),
    reason="Chromium and its driver are not installed (on Debian: apt-get install chromium chromium-driver)",
)

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
)


@dataclass(frozen=True, slots=True)
class Browser:
    """One window. Every method waits in a thread, so that servers in the test's own loop go on."""

    driver: webdriver.Chrome

    async def opens(self, address: str) -> None:
        await asyncio.to_thread(self.driver.get, address)

    async def presses(self, label: str) -> None:
        """The button or tab of that label, in the open dialog if there is one."""
        await self._once(f"button {label!r}", lambda: self._press(label))

    async def types(self, words: str, css: str = "#text") -> None:
        await self._once(css, lambda: self._type(words, css))

    async def reads(self, css: str) -> str:
        return await asyncio.to_thread(lambda: self.driver.find_element(By.CSS_SELECTOR, css).text)

    async def waits_for(self, words: str, css: str = "body") -> None:
        """Raises TimeoutException, with what is there instead."""
        await self._once(f"{words!r}", lambda: words in self.driver.find_element(By.CSS_SELECTOR, css).text)

    async def waits_without(self, css: str) -> None:
        await self._once(f"no {css}", lambda: not self.driver.find_elements(By.CSS_SELECTOR, css))

    async def complaints(self) -> list[str]:
        """What the browser itself complains of: scripts that failed, parts that were not there."""
        log = await asyncio.to_thread(self.driver.get_log, "browser")
        return [entry["message"] for entry in log]

    async def pictured(self, path: Path) -> None:
        await asyncio.to_thread(self.driver.save_screenshot, str(path))

    async def runs(self, script: str) -> Any:
        return await asyncio.to_thread(self.driver.execute_script, script)

    def _type(self, words: str, css: str) -> bool:
        self.driver.find_element(By.CSS_SELECTOR, css).send_keys(words)
        return True

    def _press(self, label: str) -> bool:
        scope = self.driver.find_elements(By.CSS_SELECTOR, "dialog[open]") or [
            self.driver.find_element(By.TAG_NAME, "body")
        ]
        buttons = scope[-1].find_elements(By.TAG_NAME, "button")
        fitting: list[WebElement] = [one for one in buttons if one.is_displayed() and one.text.strip() == label]
        if not fitting:
            fitting = [one for one in buttons if one.is_displayed() and label in one.text.splitlines()]
        if fitting:
            fitting[-1].click()
        return bool(fitting)

    async def _once(self, what: str, done: Callable[[], Any]) -> None:
        wait = WebDriverWait(self.driver, PATIENCE, ignored_exceptions=[Exception])
        shown = lambda: self.driver.find_element(By.TAG_NAME, "body").text  # noqa: E731 — read only when it failed
        try:
            await asyncio.to_thread(wait.until, lambda _driver: done())
        except Exception as late:
            raise AssertionError(f"waited for {what}; the page says:\n{await asyncio.to_thread(shown)}") from late


@contextmanager
def chromium(profile: Path, width: int = 1280, height: int = 800, *, dark: bool = False) -> Iterator[Browser]:
    """A fresh browser with an empty profile."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in (*QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        yield Browser(driver)
    finally:
        driver.quit()
