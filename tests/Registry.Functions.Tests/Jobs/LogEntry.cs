using Microsoft.Extensions.Logging;

namespace Registry.Functions.Tests.Jobs;

internal sealed record LogEntry(LogLevel Level, string Text, Exception? Error);
