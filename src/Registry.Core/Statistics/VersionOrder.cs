using Registry.Core.Discovery;

namespace Registry.Core.Statistics;

/// <summary>Semantic versions by precedence, then all other texts.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var isLeft = SemanticVersion.TryParse(x, out var left);
        var isRight = SemanticVersion.TryParse(y, out var right);
        if (isLeft != isRight)
        {
            return isLeft ? -1 : 1;
        }

        var order = isLeft ? left.CompareTo(right) : 0;
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }
}
