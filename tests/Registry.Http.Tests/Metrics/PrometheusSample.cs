namespace Registry.Http.Tests.Metrics;

/// <summary>One line of the format: a name, its labels in order, a value.</summary>
internal sealed record PrometheusSample(string Name, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value)
{
    public string? this[string label] => Labels.FirstOrDefault(pair => pair.Key == label).Value;

    /// <summary>Its identity, the bound of a bucket left out.</summary>
    public string SeriesKey => string.Join(',', Labels.Where(pair => pair.Key != "le").Select(pair => $"{pair.Key}={pair.Value}"));
}
