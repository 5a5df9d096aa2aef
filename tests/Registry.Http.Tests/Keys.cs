using System.Security.Cryptography;
using System.Text;
using Registry.Core.Agents;
using Registry.Http.Auth;

namespace Registry.Http.Tests;

internal static class Keys
{
    public static ApiKeyOptions Of(string name, CallerRole role, params string[] secrets) => new()
    {
        Name = name,
        Role = role,
        Hashes = [.. secrets.Select(secret => SHA256.HashData(Encoding.UTF8.GetBytes(secret)))],
    };
}
