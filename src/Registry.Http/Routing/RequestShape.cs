namespace Registry.Http.Routing;

/// <summary>
/// What a route takes, for the API document. The framework's own metadata for it would make routing refuse other media types,
/// before anybody knows whether there is a body at all.
/// </summary>
/// <param name="Type">The wire type.</param>
/// <param name="ContentType">As documented.</param>
/// <param name="Optional">Whether the body may be left out.</param>
internal sealed record RequestShape(Type Type, string ContentType, bool Optional);
