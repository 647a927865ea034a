// Before the first paint: say that scripts run, and take the theme the reader chose.
document.documentElement.dataset.scripts = "on";
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* storage is refused: the system's theme stands */ }
