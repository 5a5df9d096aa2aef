using System.Diagnostics;

namespace Registry.Tables.Azurite;

/// <summary>The last lines that a process wrote, for an error message. Thread-safe.</summary>
internal sealed class OutputTail
{
    private const int MaxLines = 12;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>Whether a line held this, among the last ones.</summary>
    public bool Saw(string text)
    {
        lock (_gate)
        {
            return _lines.Any(line => line.Contains(text, StringComparison.Ordinal));
        }
    }

    /// <summary>Before the process starts.</summary>
    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }

    private void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
