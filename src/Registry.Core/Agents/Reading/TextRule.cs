namespace Registry.Core.Agents.Reading;

/// <summary>Which characters a text may hold.</summary>
internal enum TextRule
{
    /// <summary>Anything but NUL.</summary>
    Free,

    /// <summary>No control character.</summary>
    Line,

    /// <summary>No control character, no comma (it separates in queries) and no <c>@</c> (it starts a version range).</summary>
    Name,
}
