using Registry.Bench;

return args switch
{
    ["bare", var port, var bodyFile] => await BareEndpoint.RunAsync(port, bodyFile),
    ["seed", var url, var agents] => await Seeding.RunAsync(new Uri(url), int.Parse(agents, System.Globalization.CultureInfo.InvariantCulture)),
    ["memory", var agents] => await InProcess.RunAsync(int.Parse(agents, System.Globalization.CultureInfo.InvariantCulture)),
    ["graph", var edges] => await GraphBench.RunAsync(int.Parse(edges, System.Globalization.CultureInfo.InvariantCulture)),
    ["resolve", var agents] => await Resolving.RunAsync(int.Parse(agents, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Registry.Bench bare PORT BODY-FILE | seed URL AGENTS | memory AGENTS | graph EDGES | resolve AGENTS");
    return 2;
}
