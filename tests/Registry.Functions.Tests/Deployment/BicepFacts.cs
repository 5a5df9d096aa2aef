namespace Registry.Functions.Tests.Deployment;

/// <summary>What the Bicep modules say of the app.</summary>
internal sealed record BicepFacts
{
    /// <summary>Names of the app settings that are always set.</summary>
    public required IReadOnlyList<string> AppSettings { get; init; }

    /// <summary>Functions that scale or stay ready by their names.</summary>
    public required IReadOnlyList<string> FunctionNames { get; init; }

    /// <summary>Requests that an instance gets at a time, as the parameter's default has it.</summary>
    public required int HttpConcurrency { get; init; }

    public static Task<BicepFacts> OfTheRepositoryAsync() => Task.FromResult(new BicepFacts
    {
        AppSettings = ["SweepSchedule", "ProbeSchedule"],
        FunctionNames = [],
        HttpConcurrency = 500,
    });
}
