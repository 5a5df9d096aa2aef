namespace Registry.Core.Discovery;

/// <summary>What a list is sorted by; the id decides between equals, ascending.</summary>
public enum SortKey
{
    Id,
    Name,
    RegisteredAt,
    LastSeen,
    Priority,
}
