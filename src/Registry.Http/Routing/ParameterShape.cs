namespace Registry.Http.Routing;

/// <summary>A parameter that a route takes besides those of its path, or what one of those means, for the API document.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="IsHeader">In a header; else after the question mark.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Description">One sentence for a person.</param>
internal sealed record ParameterShape(string Name, bool IsHeader, ParameterKind Kind, string Description)
{
    /// <summary>Whether it is 400 without it.</summary>
    public bool IsRequired { get; init; }
}
