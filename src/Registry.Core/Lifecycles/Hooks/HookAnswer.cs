using System.Globalization;
using Registry.Core.Health.Probing;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>What came of calling a hook.</summary>
/// <param name="Error">Why there was no answer; None when there was one.</param>
/// <param name="StatusCode">Of the answer; 0 where there was none.</param>
/// <param name="Text">What a refusing answer said: short, on one line; null when it said nothing readable.</param>
public readonly record struct HookAnswer(ProbeError Error, int StatusCode, string? Text)
{
    public bool IsOk => Error == ProbeError.None && StatusCode is >= 200 and <= 299;

    /// <summary>Why it is no success, for a person.</summary>
    public string Reason => Error != ProbeError.None
        ? ProbeErrors.Text(Error)!
        : string.Create(CultureInfo.InvariantCulture, $"status {StatusCode}{(Text is null ? "" : ": " + Text)}");
}
