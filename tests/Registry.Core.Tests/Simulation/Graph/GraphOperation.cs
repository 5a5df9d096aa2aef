using System.Globalization;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>What a writer asked, and what it heard. Times are virtual ticks.</summary>
internal sealed class GraphOperation
{
    public required GraphOperationKind Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>The other end of an edge.</summary>
    public string Other { get; init; } = "";

    /// <summary>Of a registration.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>In every change that it makes.</summary>
    public required string Correlation { get; init; }

    public long Invoked { get; set; }

    /// <summary>Null while it is not.</summary>
    public long? Answered { get; set; }

    public Refusal? Refusal { get; set; }

    /// <summary>The answer did not arrive.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether the answer says that something changed.</summary>
    public bool Changed { get; set; }

    public bool IsOk => Answered is not null && !IsLost && Refusal is null;

    public bool IsCertainlyRefused => Refusal is not null && Refusal.Code != RefusalCode.OutcomeUnknown;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Correlation} {Kind} {Id} {Other}{string.Join(",", Dependencies)} at {TimeSpan.FromTicks(Invoked).TotalSeconds:F3} … "
        + $"{TimeSpan.FromTicks(Answered ?? 0).TotalSeconds:F3}: {(IsLost ? "lost" : Refusal is null ? $"ok{(Changed ? ", changed" : "")}" : $"{Refusal.Code} {Refusal.Detail}")}");
}
