using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Contabyx.ModuleTests;

/// <summary>A headless Chromium with one page, spoken to by the DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private int _id;
    private int _visits;

    private Browser(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>What the page complained of: errors, warnings, and requests that left it.</summary>
    public List<string> Complaints { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts it; NULL where there is none.</summary>
    public static async Task<Browser?> TryStartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("contabyx-browser-").FullName;
        var start = new ProcessStartInfo(
            "chromium",
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Directory.Delete(profile, recursive: true);
            return null;
        }

        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var browser = new Browser(process, profile);
        await browser.ConnectAsync(Path.Combine(profile, "DevToolsActivePort"));
        return browser;
    }

    /// <summary>Opens a file as a device of this width shows it, and waits until all its charts are drawn.</summary>
    public async Task OpenAsync(string file, int width, bool dark, int charts)
    {
        await AskAsync("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await AskAsync("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
        });
        var visit = $"?{++_visits}";
        await AskAsync("Page.navigate", new() { ["url"] = new Uri(file).AbsoluteUri + visit });
        while (await EvaluateAsync(
            "location.search + document.readyState + document.documentElement?.dataset.drawn") != $"{visit}complete{charts}")
            await Task.Delay(50, Stop);
    }

    /// <summary>The text that an expression gives.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new() { ["expression"] = $"String({expression})" });
        return answer["result"]!["value"]?.GetValue<string>() ?? "";
    }

    /// <summary>A picture of the whole page, as PNG.</summary>
    public async Task<byte[]> ShootAsync() => Convert.FromBase64String(
        (await AskAsync("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true }))["data"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(100, CancellationToken.None); // A child of it is still writing.
            }
        }
    }

    private async Task ConnectAsync(string portFile)
    {
        var lines = await ReadPortAsync(portFile);
        using var client = new HttpClient();
        var pages = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{lines[0]}/json"), Stop))!.AsArray();
        var page = pages.First(page => page!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await _socket.ConnectAsync(new Uri(page), Stop);
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
            await AskAsync(domain + ".enable", []);
    }

    private static async Task<string[]> ReadPortAsync(string portFile)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (File.Exists(portFile) && await File.ReadAllLinesAsync(portFile, Stop) is { Length: >= 1 } lines)
                return lines;
            Assert.True(attempt < 9000, "Chromium did not start.");
            await Task.Delay(100, Stop);
        }
    }

    private async Task<JsonObject> AskAsync(string method, JsonObject parameters)
    {
        var id = ++_id;
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString();
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request), WebSocketMessageType.Text, true, Stop);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message["id"]?.GetValue<int>() == id)
                return message["result"] as JsonObject ?? throw new InvalidOperationException(message.ToJsonString());
            Note(message);
        }
    }

    private void Note(JsonObject message)
    {
        switch (message["method"]?.GetValue<string>())
        {
            case "Log.entryAdded" or "Runtime.exceptionThrown":
                Complaints.Add(message.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when message["params"]!["type"]!.GetValue<string>() is "error" or "warning":
                Complaints.Add(message.ToJsonString());
                break;
            case "Network.requestWillBeSent" when message["params"]!["request"]!["url"]!.GetValue<string>() is var url
                && !url.StartsWith("file:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal):
                Complaints.Add("It asked for " + url);
                break;
            default:
                break;
        }
    }

    private async Task<JsonObject> ReceiveAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, Stop);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonSerializer.Deserialize<JsonObject>(text.ToArray())!;
    }
}
