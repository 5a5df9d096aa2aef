using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Core;
using Registry.Http.Problems;

namespace Registry.Http.Bodies;

/// <summary>Reads a body into what it says; everything that is wrong with a request is named at once.</summary>
internal static class ParsedBody
{
    /// <summary>Null: the request is refused, and answered.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="errors">What is wrong with its path and headers already.</param>
    /// <param name="parse">Adds what is wrong with the body.</param>
    public static async ValueTask<Parsed<T>?> ReadAsync<T>(HttpContext context, FieldErrors errors, Func<JsonElement, FieldErrors, T> parse)
    {
        var read = await BodyReader.ReadAsync(context);
        if (!read.Is(out var body, out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return null;
        }

        T value;
        using (body)
        {
            value = parse(body.Root, errors);
        }

        if (errors.IsEmpty)
        {
            return new Parsed<T>(value);
        }

        await ProblemWriter.WriteAsync(context, HttpRefusal.Invalid(errors));
        return null;
    }
}
