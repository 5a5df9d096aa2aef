using Microsoft.Extensions.Logging;

namespace Registry.Http.Tests;

internal sealed record LogLine(string Category, LogLevel Level, string Text, string Scopes, Exception? Exception);
