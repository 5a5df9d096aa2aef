using Registry.Bench;

return args switch
{
    ["bare", var port, var bodyFile] => await BareEndpoint.RunAsync(port, bodyFile),
    ["seed", var url, var agents] => await Seeding.RunAsync(new Uri(url), int.Parse(agents, System.Globalization.CultureInfo.InvariantCulture)),
    ["memory", var agents] => await InProcess.RunAsync(int.Parse(agents, System.Globalization.CultureInfo.InvariantCulture)),
    ["resolve", var agents] => await Resolving.RunAsync(int.Parse(agents, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Registry.Bench bare PORT BODY-FILE | seed URL AGENTS | memory AGENTS | resolve AGENTS");
    return 2;
}
