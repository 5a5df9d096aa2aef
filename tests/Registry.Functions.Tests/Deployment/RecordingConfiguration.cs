using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Registry.Functions.Tests.Deployment;

/// <summary>Notes what is asked for.</summary>
internal sealed class RecordingConfiguration(IConfiguration inner) : IConfiguration
{
    private readonly SortedSet<string> _asked = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _listed = new(StringComparer.Ordinal);

    /// <summary>Settings that were read, as paths.</summary>
    public IEnumerable<string> Asked => _asked;

    /// <summary>Sections whose members were listed.</summary>
    public IEnumerable<string> Listed => _listed;

    public string? this[string key]
    {
        get
        {
            _asked.Add(key);
            return inner[key];
        }
        set => throw new NotSupportedException("Settings are read only.");
    }

    public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren();

    public IChangeToken GetReloadToken() => inner.GetReloadToken();

    public IConfigurationSection GetSection(string key)
    {
        _listed.Add(key);
        return inner.GetSection(key);
    }
}
