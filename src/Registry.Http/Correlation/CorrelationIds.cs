using System.Globalization;
using Registry.Core;

namespace Registry.Http.Correlation;

/// <summary>
/// Correlation ids: the caller's own where it is usable, else a random start and a count, which is unique without asking
/// for random bits per request.
/// </summary>
internal sealed class CorrelationIds(Entropy entropy)
{
    public const string Header = "X-Correlation-Id";
    private const int MaxLength = 128;
    private const int PrefixLength = 16;

    private readonly string _prefix = entropy.NextId()[..PrefixLength];
    private long _count;

    public string Choose(string? offered) => offered is not null && IsUsable(offered) ? offered : Next();

    private static bool IsUsable(string offered) =>
        offered.Length is > 0 and <= MaxLength && !offered.AsSpan().ContainsAnyExceptInRange('!', '~');

    private string Next() =>
        string.Create(2 * PrefixLength, (_prefix, Interlocked.Increment(ref _count)), static (text, state) =>
        {
            state._prefix.CopyTo(text);
            state.Item2.TryFormat(text[PrefixLength..], out _, "x16", CultureInfo.InvariantCulture);
        });
}
