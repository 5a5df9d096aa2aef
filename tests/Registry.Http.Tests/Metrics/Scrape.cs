using System.Net;
using Xunit;

namespace Registry.Http.Tests.Metrics;

/// <summary>What <c>/metrics</c> says, read strictly.</summary>
internal sealed class Scrape(IReadOnlyDictionary<string, PrometheusFamily> families)
{
    public IReadOnlyDictionary<string, PrometheusFamily> Families => families;

    public static async Task<Scrape> OfAsync(HttpHost host)
    {
        using var response = await host.Client.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return new Scrape(PrometheusReader.Read(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>The sum over the samples of that name whose labels have these values; 0 where there is none.</summary>
    public double Sum(string sample, params (string Label, string Value)[] labels) =>
        families.Values
            .SelectMany(family => family.Samples)
            .Where(line => line.Name == sample && labels.All(label => line[label.Label] == label.Value))
            .Sum(line => line.Value);
}
