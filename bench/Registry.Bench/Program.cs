using System.Globalization;
using Registry.Bench;

return args switch
{
    ["bare", var port, var bodyFile] => await BareEndpoint.RunAsync(port, bodyFile),
    ["seed", var url, var agents] => await Seeding.RunAsync(new Uri(url), int.Parse(agents, CultureInfo.InvariantCulture)),
    ["memory", var agents] => await InProcess.RunAsync(int.Parse(agents, CultureInfo.InvariantCulture)),
    ["graph", var edges] => await GraphBench.RunAsync(int.Parse(edges, CultureInfo.InvariantCulture)),
    ["resolve", var agents] => await Resolving.RunAsync(int.Parse(agents, CultureInfo.InvariantCulture)),
    ["load", var url, var agents, var heartbeat, var discoveries, var resolves, var seconds] =>
        await LoadRun.RunAsync(new LoadPlan(new Uri(url), (int)Number(agents), Number(heartbeat), Number(discoveries), Number(resolves), Number(seconds))),
    _ => Usage(),
};

static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("Registry.Bench bare PORT BODY-FILE | seed URL AGENTS | memory AGENTS | graph EDGES | resolve AGENTS | load URL AGENTS HEARTBEAT-SECONDS DISCOVERIES RESOLVES SECONDS");
    return 2;
}
