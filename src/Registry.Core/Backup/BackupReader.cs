using System.Text.Json;
using Registry.Core.Storage;

namespace Registry.Core.Backup;

/// <summary>Reads an export row by row, and says at its end whether it is whole.</summary>
internal sealed class BackupReader(TextReader input)
{
    /// <summary>Rows read so far.</summary>
    public long Rows { get; private set; }

    /// <summary>After the last row: why the file is no whole export; null if it is.</summary>
    public string? Problem { get; private set; }

    /// <summary>The next row; null after the last one that can be read.</summary>
    public async Task<(string Partition, TableEntity Row)?> NextAsync(CancellationToken cancellationToken)
    {
        if (await input.ReadLineAsync(cancellationToken) is not { } line)
        {
            Problem = $"The file is no whole export: after row {Rows} its last line is missing, which says how many rows there are.";
            return null;
        }

        try
        {
            if (BackupLine.Read(line, out var rows) is { } row)
            {
                Rows++;
                return row;
            }

            var isLast = await input.ReadLineAsync(cancellationToken) is null;
            Problem = rows != Rows ? $"The file is no whole export: it has {Rows} rows, and its last line says {rows}."
                : isLast ? null
                : "The file is more than an export: something follows its last line.";
        }
        catch (JsonException)
        {
            Problem = $"The line after row {Rows} is none of an export.";
        }

        return null;
    }
}
