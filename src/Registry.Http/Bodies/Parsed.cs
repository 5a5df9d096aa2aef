namespace Registry.Http.Bodies;

/// <summary>What a body says, when nothing is wrong with the request.</summary>
internal readonly record struct Parsed<T>(T Value);
