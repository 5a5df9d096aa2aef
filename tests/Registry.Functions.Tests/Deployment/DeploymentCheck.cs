using System.Globalization;
using Registry.Functions.Jobs;
using Registry.Functions.Settings;
using Registry.Functions.Tests.Triggers;
using Registry.Functions.Worker;

namespace Registry.Functions.Tests.Deployment;

/// <summary>Whether the two sides of everything that is said twice agree. Each fault is a sentence that names what is wrong.</summary>
internal static class DeploymentCheck
{
    // Gone on Flex Consumption, which refuses them: the runtime is part of the app's own configuration there.
    private static readonly string[] NotOnFlex =
        ["FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENTSHARE"];

    // The host's own settings.
    private static readonly string[] OfTheHost =
    [
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__queueServiceUri",
    ];

    public static IReadOnlyList<string> Faults(DeploymentFiles files)
    {
        var compilation = new TriggerCompilation(files.Worker);
        var functions = compilation.Functions;
        return
        [
            .. compilation.Errors,
            .. Routes(functions, files.Routes),
            .. Schedules(functions, files),
            .. HostJson(functions, files),
            .. Guide(functions, files.Guide),
            .. Settings(files),
            .. files.Bicep.FunctionNames.Except(functions.Select(function => function.Name)).Select(name => $"Bicep names a function {name}, which is none."),
        ];
    }

    private static IEnumerable<string> Routes(IReadOnlyList<FunctionFacts> functions, IReadOnlyList<RouteFacts> routes)
    {
        var triggered = functions.Where(function => function.Route is not null).ToList();
        // The host matches in the order of the names, whatever their case.
        var last = triggered.MaxBy(function => function.Name, StringComparer.OrdinalIgnoreCase);
        if (last is not { Route: "{*path}" })
        {
            yield return $"The last function is {last?.Name} on {last?.Route}, not the one that takes every path.";
        }

        var methods = routes.SelectMany(route => route.Methods).Distinct();
        foreach (var missing in methods.Except(last?.Methods ?? []))
        {
            yield return $"{last?.Name} does not take {missing}.";
        }

        foreach (var function in triggered.Where(function => function != last))
        {
            var route = routes.FirstOrDefault(route => string.Equals(route.Pattern, function.Route, StringComparison.OrdinalIgnoreCase));
            if (route is null)
            {
                yield return $"{function.Name} is on {function.Route}, which the route table does not have.";
            }
            else if (!route.Methods.Order().SequenceEqual(function.Methods.Order()))
            {
                yield return $"{function.Name} takes {string.Join(", ", function.Methods)}; its route {string.Join(", ", route.Methods)}.";
            }
        }

        foreach (var function in triggered.Where(function => !function.Authorization.EndsWith(".Anonymous", StringComparison.Ordinal)))
        {
            yield return $"{function.Name} lets the host check keys, which are the registry's.";
        }

        foreach (var route in routes.Where(route => route.Pattern.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || route.Pattern.StartsWith("runtime", StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"The route {route.Pattern} is the host's own and never reaches the app.";
        }
    }

    private static IEnumerable<string> Schedules(IReadOnlyList<FunctionFacts> functions, DeploymentFiles files)
    {
        foreach (var function in functions.Where(function => function.Schedule is not null))
        {
            var setting = function.Schedule!.Trim('%');
            if (function.Schedule != $"%{setting}%" || !KnownSettings.IsKnown(setting))
            {
                yield return $"The schedule {function.Schedule} of {function.Name} is no setting of the app.";
            }

            if (!files.SampleValues.TryGetValue(setting, out var sample) || !Schedule.TryParse(sample, out _))
            {
                yield return $"local.settings.sample.json has no schedule {setting} for {function.Name}.";
            }

            if (!files.Bicep.AppSettings.Contains(setting))
            {
                yield return $"Bicep sets no {setting}, so {function.Name} is disabled.";
            }
        }

        foreach (var job in new[] { ScheduledSweep.Name, ScheduledProbe.Name }.Except(functions.Where(function => function.Schedule is not null).Select(function => function.Name)))
        {
            yield return $"The job {job} has no timer function.";
        }
    }

    private static IEnumerable<string> HostJson(IReadOnlyList<FunctionFacts> functions, DeploymentFiles files)
    {
        var host = files.Host;
        var http = host.GetProperty("extensions").GetProperty("http");
        if (http.GetProperty("routePrefix").GetString() != "")
        {
            yield return "host.json puts a prefix before every route.";
        }

        if (http.GetProperty("maxConcurrentRequests").GetInt32() < files.Bicep.HttpConcurrency)
        {
            yield return "host.json lets fewer requests run than Bicep sends an instance.";
        }

        var timeout = TimeSpan.Parse(host.GetProperty("functionTimeout").GetString()!, CultureInfo.InvariantCulture);
        if (timeout <= WorkerPipeline.LongestRequest)
        {
            yield return $"host.json kills the worker after {timeout}, before its longest request has ended.";
        }

        var kept = host.GetProperty("logging").GetProperty("applicationInsights").GetProperty("samplingSettings").GetProperty("excludedTypes").GetString()!.Split(';');
        if (!kept.Contains("Exception") || !kept.Contains("Trace"))
        {
            yield return "host.json samples errors away.";
        }

        if (host.TryGetProperty("extensionBundle", out _))
        {
            yield return "host.json asks for an extension bundle, which a compiled app does not use.";
        }

        var levels = host.GetProperty("logging").GetProperty("logLevel").EnumerateObject().Select(level => level.Name).Where(IsOfAFunction).ToList();
        foreach (var name in levels.Except(functions.Select(LogCategory)))
        {
            yield return $"host.json has a level for {name}, which is no function's.";
        }

        foreach (var name in functions.Select(LogCategory).Except(levels))
        {
            yield return $"host.json has no level for {name}: what the function logs would be lost.";
        }
    }

    private static IEnumerable<string> Guide(IReadOnlyList<FunctionFacts> functions, string guide)
    {
        var rows = guide.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        foreach (var row in functions.Select(GuideRow).Where(row => !rows.Any(line => line.StartsWith(row, StringComparison.Ordinal))))
        {
            yield return $"docs/deployment.md has no row {row}";
        }
    }

    private static IEnumerable<string> Settings(DeploymentFiles files)
    {
        foreach (var name in KnownSettings.Names)
        {
            if (!files.SampleSettings.Contains($"\"{name}\"", StringComparison.Ordinal))
            {
                yield return $"local.settings.sample.json lacks {name}.";
            }

            if (!files.Guide.Contains($"| `{name}` |", StringComparison.Ordinal) && !files.OtherDocs.Contains($"| `{name}` |", StringComparison.Ordinal))
            {
                yield return $"No page of docs/ has a table with {name}.";
            }
        }

        foreach (var name in files.SampleValues.Keys.Where(name => name != "FUNCTIONS_WORKER_RUNTIME" && !KnownSettings.IsKnown(name)))
        {
            yield return $"local.settings.sample.json has {name}, which nobody reads.";
        }

        foreach (var name in files.Bicep.AppSettings)
        {
            if (NotOnFlex.Contains(name))
            {
                yield return $"Bicep sets {name}, which Flex Consumption refuses.";
            }
            else if (!OfTheHost.Contains(name) && !KnownSettings.IsKnown(name))
            {
                yield return $"Bicep sets {name}, which nobody reads.";
            }
        }
    }

    private static bool IsOfAFunction(string category) => category.StartsWith("Function.", StringComparison.Ordinal);

    private static string LogCategory(FunctionFacts function) => $"Function.{function.Name}.User";

    private static string GuideRow(FunctionFacts function) => function switch
    {
        { Schedule: { } schedule } => $"| `{function.Name}` | timer `{schedule}` |",
        { Route: "{*path}" } => $"| `{function.Name}` | every other path |",
        _ => $"| `{function.Name}` | `{string.Join(' ', function.Methods)} /{function.Route}` |",
    };
}
