using Registry.Core;

namespace Registry.Functions.Standalone;

/// <summary>Why the app can't start, for the person at the terminal: what is wrong and how to go on. Never a stack trace, never a secret.</summary>
/// <param name="Problem">One sentence.</param>
/// <param name="Ways">What to do about it.</param>
internal sealed record StartFailure(string Problem, IReadOnlyList<string> Ways)
{
    public const int ExitCode = 1;

    public static StartFailure Settings(FieldErrors errors)
    {
        var byName = errors.ByField.OrderBy(error => error.Key, StringComparer.Ordinal).ToList();
        var problem = byName.Count == 1 ? "One setting is not valid:" : $"{byName.Count} settings are not valid:";
        return new StartFailure(problem, [.. byName.SelectMany(error => error.Value.Select(right => $"{error.Key} {right}"))]);
    }

    public static StartFailure CannotListen(IReadOnlyList<string> urls, string reason) =>
        new($"Can't listen on {string.Join(", ", urls)}: {reason}.",
        [
            "Stop what listens there, or",
            "listen elsewhere: ASPNETCORE_URLS=http://127.0.0.1:7072",
        ]);

    public static StartFailure NoStorage(string reason) =>
        new($"There is no storage: {reason}.",
        [
            "Go on with one of these:",
            "install Node 20 or newer, with which the app starts Azurite by itself;",
            "use a storage account: AzureWebJobsStorage=<its connection string>;",
            "use the memory of the app, which keeps nothing: Registry__Storage=memory",
        ]);

    public static StartFailure NoWorker() =>
        new("It was started by the Functions host, but built without its worker.",
        [
            "Build and publish it with the worker: dotnet publish src/Registry.Functions -c Release -p:FunctionsWorker=true",
        ]);

    public int Tell(TextWriter output)
    {
        output.WriteLine($"The Agent Registry can't start. {Problem}");
        foreach (var way in Ways)
        {
            output.WriteLine($"  {way}");
        }

        return ExitCode;
    }
}
