namespace Azure.Data.Tables;

/// <summary>The answer to a transaction: the responses to its actions, or the one failure that undid it.</summary>
internal static class ChangesetAnswer
{
    /// <exception cref="TableTransactionFailedException">An action failed.</exception>
    /// <exception cref="RequestFailedException">The request as a whole was refused.</exception>
    /// <exception cref="InvalidDataException">The answer makes no sense: nobody knows what became of the transaction.</exception>
    public static Response<IReadOnlyList<Response>> Read(Response response, int actions)
    {
        if (response.Status != 202)
        {
            throw new RequestFailedException(response);
        }

        var responses = Multipart.Responses(response.Content.ToMemory(), response.Headers.ContentType);
        foreach (var part in responses)
        {
            // The transaction is accepted with 202 whatever becomes of it; a failure is the only part of its answer.
            if (part.Status >= 400)
            {
                throw new TableTransactionFailedException(new RequestFailedException(part, innerException: null, ErrorParser.Instance));
            }
        }

        if (responses.Count != actions)
        {
            throw new InvalidDataException($"A transaction of {actions} actions was answered with {responses.Count} responses.");
        }

        return Response.FromValue<IReadOnlyList<Response>>(responses, response);
    }
}
