namespace Registry.EndToEnd.Tests.Processes;

/// <summary>The newest lines that a process wrote, for the message of a test that fails.</summary>
internal sealed class OutputLog
{
    private const int MaxLines = 500;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }
}
