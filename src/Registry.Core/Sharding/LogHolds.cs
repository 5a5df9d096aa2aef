namespace Registry.Core.Sharding;

/// <summary>Who still needs changes that are past their retention.</summary>
internal sealed class LogHolds
{
    /// <summary>How long at the most changes are kept for those who need them.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(48);

    /// <summary>The number of a partition's newest change that nobody needs any more, or null when that is not known now.</summary>
    public Func<ILogPartition, Task<long?>> FreeUpTo { get; set; } = static _ => Task.FromResult<long?>(long.MaxValue);
}
