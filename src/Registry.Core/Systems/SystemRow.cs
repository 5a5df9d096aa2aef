namespace Registry.Core.Systems;

/// <summary>One line of the table.</summary>
/// <param name="Clue">Where to look.</param>
/// <param name="Text">What to find there, in lower case; several separated by a space.</param>
/// <param name="Type">What that says.</param>
internal sealed record SystemRow(SystemClue Clue, string Text, SystemType Type);
