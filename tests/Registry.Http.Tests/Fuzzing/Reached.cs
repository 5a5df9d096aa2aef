namespace Registry.Http.Tests.Fuzzing;

/// <summary>How far requests to one operation came.</summary>
internal sealed class Reached
{
    /// <summary>Answers, whatever they were.</summary>
    public int Answered { get; private set; }

    /// <summary>2xx.</summary>
    public int Done { get; private set; }

    /// <summary>Bodies that were meant to be wrong, from somebody who may call.</summary>
    public int Attacked { get; private set; }

    public void Note(FuzzRequest request, int status)
    {
        Answered++;
        Done += status is >= 200 and < 300 ? 1 : 0;
        Attacked += request.IsBodyWrong && status is not (401 or 403 or 429) ? 1 : 0;
    }
}
