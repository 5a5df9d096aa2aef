using System.Collections.Concurrent;
using System.Globalization;

namespace Registry.Bench;

/// <summary>How requests of one kind went.</summary>
internal sealed class LoadTally(string name)
{
    private const int KeptErrors = 5;

    private readonly ConcurrentQueue<double> _milliseconds = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private int _failed;

    public int Failed => Volatile.Read(ref _failed);

    public void Ok(TimeSpan took) => _milliseconds.Enqueue(took.TotalMilliseconds);

    public void Error(string error)
    {
        if (Interlocked.Increment(ref _failed) <= KeptErrors)
        {
            _errors.Enqueue(error);
        }
    }

    public string Describe(double seconds)
    {
        var sorted = _milliseconds.Order().ToArray();
        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)((sorted.Length - 1) * share)];
        var errors = _errors.IsEmpty ? "" : "\n  " + string.Join("\n  ", _errors);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {sorted.Length} ({sorted.Length / seconds:F1}/s), {Failed} failed; median {At(0.5):F1} ms, 99 % {At(0.99):F1} ms, worst {At(1):F1} ms{errors}");
    }
}
