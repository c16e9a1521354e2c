/** A DynamoDB of canned answers: every user has a key. Prints its URL. */
import { createServer } from "node:http";

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const userId = /user_[0-9a-f]{32}/.exec(body)?.[0];
    const answer = `{"Item":{"user_id":{"S":"${userId}"},"id":{"S":"api_key_d3be80e32b714ec691b1a8d96ba62635"},"kid":{"S":"k2"},"created_at":{"N":"1764201088"},"updated_at":{"N":"1764201088"}}}`;
    response.writeHead(200, {
      "content-type": "application/x-amz-json-1.0",
      "content-length": answer.length,
      "x-amzn-requestid": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF",
    });
    response.end(answer);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
