namespace Registry.Core.Tests.Storage;

internal enum SubmitFate
{
    Normal,

    /// <summary>Nothing happens, and nobody says so.</summary>
    Lost,

    /// <summary>It happens, and nobody says so.</summary>
    AnswerLost,

    /// <summary>Nobody says what happens; it happens when the test says.</summary>
    Late,
}
