namespace Registry.Contracts;

/// <summary>An answer that has nothing to say but that it is done.</summary>
/// <param name="Message">For a person.</param>
public sealed record MessageAnswer(string Message);
